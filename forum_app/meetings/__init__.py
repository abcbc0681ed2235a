"""Meetings, their venues, their agendas, and the people with a part in them."""
