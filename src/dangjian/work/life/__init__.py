"""Organisational life: meetings, talks, appraisal of members, elections, the year plan."""
