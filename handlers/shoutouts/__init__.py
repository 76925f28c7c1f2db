"""Thanks for what somebody did, where that person wants them."""
