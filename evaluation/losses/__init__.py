"""Lost updates whose truth is known: made ones, real ones that somebody repaired, and removals on purpose."""
