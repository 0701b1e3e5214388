"""The process around the app: logs, the run queue, memory, redirects, the public URL."""
