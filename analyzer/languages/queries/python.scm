; Almost every pattern is a single node: a pattern that looks below a node costs half a millisecond at start.

(class_definition) @definition.class
(function_definition) @definition.function
(decorated_definition) @wrapper.definition
(assignment) @definition.variable
(augmented_assignment) @definition.variable
(type_alias_statement) @definition.variable

(import_statement) @import
(import_from_statement) @import
(future_import_statement) @import

(ERROR) @error
(MISSING) @error

(identifier) @reference
(attribute) @reference
(dotted_name) @reference
(call) @reference.call
(call) @reference.key
(subscript) @reference.key
(type (string) @reference.quoted)

(import_statement) @label
(import_from_statement) @label
(future_import_statement) @label
(attribute) @label.attribute
(class_definition) @label.name
(function_definition) @label.name
(keyword_argument) @label.name
(keyword_pattern . (identifier) @label)

(assignment) @binding.left
(augmented_assignment) @binding.left
(for_statement) @binding.left
(for_in_clause) @binding.left
(named_expression) @binding.name
(type_alias_statement) @binding.left
(as_pattern_target) @binding
(default_parameter) @binding.name
(typed_default_parameter) @binding.name
(typed_parameter . (identifier) @binding)
(parameters (identifier) @binding)
(lambda_parameters (identifier) @binding)
(list_splat_pattern) @binding
(dictionary_splat_pattern) @binding
(splat_pattern) @binding
(case_pattern (dotted_name . (identifier) @binding .))
(as_pattern (case_pattern) (identifier) @binding)
(type_parameter (type . (identifier) @binding))

(global_statement) @outer
(nonlocal_statement) @outer
