"""Made-up IRS letters for trials and tests: drawn, spoiled and accompanied by their truth."""
