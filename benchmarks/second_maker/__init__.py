"""A second, independent maker of tax letters for honest evaluation.

Nothing here is shared with the product: own taxpayers, own wording, own
layouts, own renderer, own camera.
"""
