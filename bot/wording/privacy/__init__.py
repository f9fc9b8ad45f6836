"""What is said about what is kept: for how long, for whom, how to have it all, how to have it gone."""
