"""Charts, one module each in the folder of its page: (dataset, view) in, ``Figure`` out."""
