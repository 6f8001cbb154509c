"""What people may ask of us about their own data, and what is forgotten unasked: what is old, what children said."""
