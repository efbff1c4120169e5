// A mapping's fields as a flat list of steps in document order, each with its compiled expressions.
// Types only.

import type { CompiledExpression } from "./expression.ts";
import type { SchemaPlace } from "./schema-path.ts";

interface FieldTarget {
  /** Names along the way to the field, within the output or within one element of a list. */
  names: readonly string[];
  /** Where the field stands in the target's schema. */
  place: SchemaPlace;
}

export interface ValuePlan extends FieldTarget {
  kind: "value";
  expression: CompiledExpression;
  keepNull: boolean;
  required: boolean;
}

export interface EachPlan extends FieldTarget {
  kind: "each";
  list: CompiledExpression;
  as: string;
  when: CompiledExpression | undefined;
  fields: readonly FieldPlan[];
}

export interface CopyPlan extends FieldTarget {
  kind: "copy";
  source: CompiledExpression;
  only: ReadonlySet<string> | undefined;
  except: ReadonlySet<string>;
}

export type FieldPlan = ValuePlan | EachPlan | CopyPlan;
