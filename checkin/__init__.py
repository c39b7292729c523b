"""Who is this, and may they come in: pure rules, no clock, no chance, no devices."""
