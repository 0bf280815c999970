"""The desk: configuration, wiring, processes, batch, watch, ledger."""
