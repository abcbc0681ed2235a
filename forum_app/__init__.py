"""A Positive Dialogue Forum: meetings between home-educating families and their local authority."""
