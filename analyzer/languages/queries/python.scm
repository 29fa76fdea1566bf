; Definitions: the engine takes their names from the field `name`.
(class_definition) @definition.class
(function_definition) @definition.function
(decorated_definition) @definition.decorated
(expression_statement (assignment)) @definition.variable
(type_alias_statement) @definition.variable
(expression_statement (augmented_assignment)) @augmented

; Strings that document a definition and are no code.
(module . (comment)* . (expression_statement . [(string) (concatenated_string)] .) @docstring)
(function_definition
  body: (block . (comment)* . (expression_statement . [(string) (concatenated_string)] .) @docstring))
(class_definition
  body: (block . (comment)* . (expression_statement . [(string) (concatenated_string)] .) @docstring))

(import_statement) @import
(import_from_statement) @import
(future_import_statement) @import

; Uses: the outermost dotted name counts, what stands in it does not.
(identifier) @reference
(attribute) @reference
(call) @reference.call
(subscript) @reference.key
(type (string) @reference.quoted)

; Identifiers that are no uses.
(attribute attribute: (identifier) @name)
(keyword_argument name: (identifier) @name)
(class_definition name: (identifier) @name)
(function_definition name: (identifier) @name)
(dotted_name (identifier) @name.dotted)
(aliased_import alias: (identifier) @name)
(keyword_pattern . (identifier) @name)
(type_alias_statement left: (type (identifier) @name))

; Names that are bound where they stand.
(assignment left: (identifier) @binding)
(augmented_assignment left: (identifier) @binding.use)
(pattern_list (identifier) @binding)
(tuple_pattern (identifier) @binding)
(list_pattern (identifier) @binding)
(list_splat_pattern (identifier) @binding)
(dictionary_splat_pattern (identifier) @binding)
(splat_pattern (identifier) @binding)
(for_statement left: (identifier) @binding)
(for_in_clause left: (identifier) @binding)
(as_pattern_target (identifier) @binding)
(as_pattern_target (tuple (identifier) @binding))
(as_pattern (case_pattern) (identifier) @binding)
(case_pattern (dotted_name . (identifier) @binding .))
(class_pattern (dotted_name . (identifier) @reference.pattern))
(named_expression name: (identifier) @binding)
(parameters (identifier) @binding)
(lambda_parameters (identifier) @binding)
(default_parameter name: (identifier) @binding)
(typed_parameter . (identifier) @binding)
(typed_default_parameter name: (identifier) @binding)
(type_parameter (type (identifier) @binding.type))
(global_statement (identifier) @binding.outer)
(nonlocal_statement (identifier) @binding.outer)

(ERROR) @error
(MISSING) @error
