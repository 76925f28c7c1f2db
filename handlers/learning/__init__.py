"""Learning: check a draft, practise on a customer, learn in two minutes."""
