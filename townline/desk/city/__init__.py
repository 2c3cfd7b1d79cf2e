"""Administration: what describes the city is changed on screen, looked at, and published."""
