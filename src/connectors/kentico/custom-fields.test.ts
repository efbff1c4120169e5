import { expect, it } from "vitest";
import { readFormDefinition } from "./custom-fields.ts";

it("fields of a form definition without system=true are the shop's own", () => {
  const xml = `<form version="2">
    <field column="OrderID" columntype="integer" isPK="true" system="true" guid="1"/>
    <field column="OrderCostCenter" columntype="text" columnsize="50" allowempty="true" guid="2">
      <properties><fieldcaption>Cost centre</fieldcaption><defaultvalue/></properties>
    </field>
    <field column="OrderWeightTotal" columntype="decimal" guid="3"><properties/></field>
  </form>`;
  expect(readFormDefinition(xml)).toEqual([
    { name: "OrderCostCenter", type: "text", title: "Cost centre" },
    { name: "OrderWeightTotal", type: "decimal", title: "OrderWeightTotal" },
  ]);
});
