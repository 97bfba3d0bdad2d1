"""The texts that reading is learned and measured from, and what is made of them."""
