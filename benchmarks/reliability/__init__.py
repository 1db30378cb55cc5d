"""Programs that try to make kaohe lose or hide something; figures in docs/reliability.md."""
