"""Jobs over the database: taken in turn, resumed after a crash, one at a time."""
