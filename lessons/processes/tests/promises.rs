use watchdog as _;
