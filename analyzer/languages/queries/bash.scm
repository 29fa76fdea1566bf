; A pattern that looks below a node costs half a millisecond at start.

(function_definition) @definition.function

(ERROR) @error
(MISSING) @error
