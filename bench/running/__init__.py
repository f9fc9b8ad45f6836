"""What the load benches share: processes and how they are started, a prepared practice, slices side by side."""
