"""Plans and forecasts: whom a plan is for, how plans and figures add up, who may see and set them (docs/adr/0034)."""
