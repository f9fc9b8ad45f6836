"""What happens because time passed. APScheduler only ticks; what is due stands in the database."""
