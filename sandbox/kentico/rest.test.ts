// The REST service as a client sees it over HTTP: who may ask, how it answers, what it refuses.
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Simulator } from "../kit/simulator.ts";
import { startKentico } from "./server.ts";
import { dataOf, rowsOf, ShopClient } from "./shop-client.fixture.ts";

let simulator: Simulator;
let shop: ShopClient;

beforeAll(async () => {
  simulator = await startKentico();
  shop = new ShopClient(simulator);
});
afterEach(() => shop.control("reset", {}));
afterAll(() => simulator.close());

const ORDERS = "/rest/ecommerce.order/currentsite?format=json";

const where = (condition: string) => `${ORDERS}&where=${encodeURIComponent(condition)}`;

test("quirk 1: without the right password the answer is 401 and names the realm", async () => {
  for (const authorization of ["", "Basic bm9ib2R5Om5vdGhpbmc=", "Bearer x"]) {
    const reply = await shop.rest(ORDERS, { headers: { authorization } });
    expect(reply.status).toBe(401);
    expect(reply.headers.get("www-authenticate")).toBe('Basic realm="CMS REST Service"');
  }
});

test("quirk 1: after too many wrong passwords the right one is refused too", async () => {
  await shop.control("settings", { CMSMaximumInvalidLogonAttempts: 2 });
  const wrong = `Basic ${Buffer.from("ledgerline:wrong").toString("base64")}`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await shop.rest(ORDERS, { headers: { authorization: wrong } });
  }
  expect((await shop.rest(ORDERS)).status).toBe(401);
});

test.each([
  [{ CMSRESTServiceEnabled: false }, "GET"],
  [{ CMSRESTServiceTypeEnabled: 2 }, "GET"],
  [{ CMSRESTAllowedObjectTypes: "ecommerce.customer; ecommerce.sku" }, "GET"],
  [{ CMSRESTObjectsReadOnly: true }, "POST"],
])("quirk 1: the setting %o forbids a %s with 403 and nothing else", async (settings, method) => {
  await shop.control("settings", settings);
  const body = method === "POST" ? {} : undefined;
  const reply = await shop.rest(ORDERS, { method, body });
  expect([reply.status, reply.text]).toEqual([403, ""]);
});

test("quirk 1: unknown types, lists of all sites and writes are forbidden without the permission", async () => {
  expect((await shop.rest("/rest/ecommerce.nosuch")).status).toBe(403);
  expect((await shop.restAsReader("/rest/ecommerce.order/all")).status).toBe(403);
  const order = await shop.placeOrder();
  const written = await shop.restAsReader(`/rest/ecommerce.order/${order.id}`, {
    method: "PUT",
    body: { OrderNote: "x" },
  });
  expect(written.status).toBe(403);
  expect((await shop.restAsReader("/rest/ecommerce.order/currentsite")).status).toBe(200);
});

test("quirk 2: another site's name is not found, the own one in any case is", async () => {
  const reply = await fetch(`${simulator.url}/rest/ecommerce.order/site/Nowhere`, {
    headers: {
      authorization: `Basic ${Buffer.from(`ledgerline:${simulator.credentials["password"]}`).toString("base64")}`,
    },
  });
  expect([reply.status, reply.statusText]).toEqual([404, "Site does not exist."]);
  expect((await shop.rest("/rest/ecommerce.order/site/dancinggoat")).status).toBe(200);
});

test("addresses that no template matches answer an HTML page", async () => {
  for (const path of ["/rest/ecommerce.order/all/7", "/rest/ecommerce.order/1/bindings"]) {
    const reply = await shop.rest(path);
    expect(reply.status).toBe(404);
    expect(reply.text).toContain("Endpoint not found");
  }
});

test("quirks 3 and 14: an update changes the named columns only, answers 201 with id and GUID, and null clears", async () => {
  const order = await shop.placeOrder({ note: "Leave at the door" });
  const path = `/rest/ecommerce.order/${order.id}?format=json`;
  const reply = await shop.rest(path, {
    method: "PUT",
    body: { ordernote: null, OrderFreshBooksInvoiceID: "77", OrderID: 5, OrderGUID: "x" },
  });
  expect(reply.status).toBe(201);
  expect(reply.json).toEqual({ COM_Order: { OrderID: order.id, OrderGUID: order.guid } });
  expect(reply.headers.get("location")).toMatch(/\/RESTService\.svc\/\d+$/);
  const row = dataOf(await shop.rest(path));
  expect(row).toMatchObject({
    OrderID: order.id,
    OrderNote: null,
    OrderFreshBooksInvoiceID: "77",
    OrderInvoiceNumber: String(order.id),
  });
});

test.each([
  ["an unknown column", { NoSuchColumn: 1 }],
  ["a null in a column that needs a value", { OrderTotalPrice: null }],
  ["a text that is too long", { OrderTrackingNumber: "x".repeat(101) }],
  ["a word for a number", { OrderStatusID: "New" }],
  ["a body that is not JSON", "{"],
  ["a body over the length limit", { OrderNote: "x".repeat(2_097_152) }],
])("quirk 14: %s is refused with 400 and an HTML page", async (_case, body) => {
  const order = await shop.placeOrder();
  const reply = await shop.rest(`/rest/ecommerce.order/${order.id}`, { method: "PUT", body });
  expect(reply.status).toBe(400);
  expect(reply.headers.get("content-type")).toContain("text/html");
  expect(reply.text).toContain("encountered an error processing the request");
});

test("quirk 4: deleting answers 200 with the keys, deleting again 200 with nothing", async () => {
  const order = await shop.placeOrder();
  const path = `/rest/ecommerce.order/${order.id}?format=json`;
  const first = await shop.rest(path, { method: "DELETE" });
  expect([first.status, first.json]).toEqual([
    200,
    { COM_Order: { OrderID: order.id, OrderGUID: order.guid } },
  ]);
  const second = await shop.rest(path, { method: "DELETE" });
  expect([second.status, second.text]).toEqual([200, ""]);
  expect((await shop.rest(path)).status).toBe(404);
  expect((await shop.rest(path, { method: "PUT", body: {} })).status).toBe(404);
});

test("quirks 5 and 6: a list is wrapped by table name and counts all matches in a string", async () => {
  for (let turn = 0; turn < 3; turn += 1) await shop.placeOrder();
  const reply = await shop.rest(`${ORDERS}&orderby=OrderID&offset=1&maxrecords=1&columns=orderid`);
  expect(reply.json).toEqual({
    ecommerce_orders: [
      { COM_Order: [{ OrderID: 1002 }] },
      { TotalRecords: [{ TotalRecords: "3" }] },
    ],
  });
});

test("quirk 5: the members of an object come in an order that changes from call to call", async () => {
  const order = await shop.placeOrder();
  const orders = new Set<string>();
  for (let turn = 0; turn < 5; turn += 1) {
    const reply = await shop.rest(`/rest/ecommerce.order/${order.guid}?format=json`);
    orders.add(Object.keys(dataOf(reply)).join());
  }
  expect(orders.size).toBeGreaterThan(1);
});

test("quirk 5: the table of countries is written in lower case, and types get their plural", async () => {
  const countries = await shop.rest("/rest/cms.country?format=json&topn=1");
  expect(countries.json).toHaveProperty("cms_countries.0.cms_country");
  const classes = await shop.rest("/rest/ecommerce.taxclass/global?format=json");
  expect(classes.json).toHaveProperty("ecommerce_taxclasses.0.COM_TaxClass");
  const statuses = await shop.rest("/rest/ecommerce.orderstatus?format=json");
  expect(statuses.json).toHaveProperty("ecommerce_orderstatuses.0.COM_OrderStatus");
});

test("quirk 7: an empty list has neither the table's name nor a total", async () => {
  expect((await shop.rest(ORDERS)).json).toEqual({ ecommerce_orders: [{ Table: [] }] });
  expect((await shop.rest("/rest/ecommerce.order?format=xml")).text).toBe("<ecommerce_orders />");
});

test("quirk 8: decimals keep nine digits in the text of the answer", async () => {
  const order = await shop.placeOrder();
  const { text } = await shop.rest(`/rest/ecommerce.order/${order.id}?format=json`);
  expect(text).toContain('"OrderTotalPrice":241.750000000');
  expect(text).toContain('"OrderGrandTotal":191.750000000');
});

test("quirk 9: an order of a summer night is shown in the server's offset", async () => {
  const order = await shop.placeOrder({ orderDate: "2024-07-31T22:41:07.190Z" });
  const row = dataOf(await shop.rest(`/rest/ecommerce.order/${order.id}?format=json`));
  expect(row["OrderDate"]).toBe("2024-08-01T00:41:07.19+02:00");
});

test("quirk 10: an unsafe condition is 403 without a body, an unknown column 400 with a page", async () => {
  const unsafe = await shop.rest(where("CustomerLastName='O''Brien'"));
  expect([unsafe.status, unsafe.text]).toEqual([403, ""]);
  expect((await shop.rest(where("Nothing = 1"))).status).toBe(400);
  expect((await shop.rest(`${ORDERS}&columns=Nothing`)).status).toBe(400);
  expect((await shop.rest(`${ORDERS}&orderby=Nothing`)).status).toBe(400);
  expect((await shop.rest(`${ORDERS}&orderby=OrderID;--`)).status).toBe(403);
});

test("a keyset condition walks the orders changed since the last one", async () => {
  const first = await shop.placeOrder();
  const second = await shop.placeOrder();
  const row = dataOf(await shop.rest(`/rest/ecommerce.order/${first.id}?format=json`));
  const time = String(row["OrderLastModified"]).slice(0, -6);
  const condition = `(OrderLastModified > '${time}' OR (OrderLastModified = '${time}' AND OrderID > ${first.id}))`;
  const rows = await shop.rows(`${where(condition)}&orderby=OrderLastModified,OrderID`);
  expect(rows.map((each) => each["OrderID"])).toEqual([second.id]);
});

test("quirk 11: the format parameter wins over the content type, and the default is XML without nulls", async () => {
  const order = await shop.placeOrder();
  const path = `/rest/ecommerce.order/${order.id}`;
  const asXml = await shop.rest(`${path}?format=xml`);
  expect(asXml.headers.get("content-type")).toContain("text/xml");
  expect(asXml.text).toMatch(/^<data><COM_Order><OrderID>1001<\/OrderID>/);
  expect(asXml.text).not.toContain("OrderTrackingNumber");
  expect((await shop.rest(path)).json).toHaveProperty("data.OrderID", order.id);
  const accepting = { accept: "application/json", "content-type": "text/plain" };
  const byAccept = await shop.rest(path, { headers: accepting });
  expect(byAccept.headers.get("content-type")).toContain("text/xml");
});

test("quirk 12: tax classes are split between the site and the global list", async () => {
  const names = async (scope: string) =>
    (await shop.rows(`/rest/ecommerce.taxclass/${scope}?format=json&orderby=TaxClassID`)).map(
      (row) => row["TaxClassName"],
    );
  expect(await names("currentsite")).toEqual(["Sales"]);
  expect(await names("global")).toEqual(["Food", "Standard", "Reduced", "Zero"]);
  expect(await names("all")).toHaveLength(5);
});

test("quirk 12: a registered customer is found by id, not in the list of the site", async () => {
  const customer = { firstName: "Ben", lastName: "Okafor", email: "b@x.example", registered: true };
  await shop.placeOrder({ customer });
  expect(await shop.rows("/rest/ecommerce.customer/currentsite?format=json")).toEqual([]);
  const [row] = await shop.rows("/rest/ecommerce.customer/all?format=json");
  const byId = await shop.rest(`/rest/ecommerce.customer/${row?.["CustomerID"]}?format=json`);
  expect(dataOf(byId)).toMatchObject({ CustomerEmail: "b@x.example", CustomerSiteID: null });
});

test("quirk 13: rows that the order leaves equal change places between calls", async () => {
  for (let turn = 0; turn < 6; turn += 1) await shop.placeOrder();
  const orders = new Set<string>();
  for (let turn = 0; turn < 6; turn += 1) {
    const rows = await shop.rows(`${ORDERS}&orderby=OrderSiteID`);
    orders.add(rows.map((row) => row["OrderID"]).join());
  }
  expect(orders.size).toBeGreaterThan(1);
});

test("quirk 15: changing an item leaves the order's totals as they were", async () => {
  const order = await shop.placeOrder();
  const [item] = await shop.rows(
    `/rest/ecommerce.order/${order.id}/children/ecommerce.orderitem?format=json`,
  );
  const path = `/rest/ecommerce.orderitem/${item?.["OrderItemID"]}`;
  const body = '{"OrderItemUnitPrice": 0.100000000000000005}';
  expect((await shop.rest(path, { method: "PUT", body })).status).toBe(201);
  const changed = await shop.rest(`${path}?format=json`);
  expect(changed.text).toContain('"OrderItemUnitPrice":0.100000000');
  const { text } = await shop.rest(`/rest/ecommerce.order/${order.id}?format=json`);
  expect(text).toContain('"OrderTotalPrice":241.750000000');
});

test("quirk 17: a delete with a condition deletes every match, for global administrators", async () => {
  await shop.placeOrder();
  const second = await shop.placeOrder();
  const path = `/rest/ecommerce.order?where=OrderID%3C${second.id}`;
  expect((await shop.restAsReader(path, { method: "DELETE" })).status).toBe(403);
  expect((await shop.rest(path, { method: "DELETE" })).status).toBe(200);
  expect((await shop.rows(ORDERS)).map((row) => row["OrderID"])).toEqual([second.id]);
});

test("quirk 21: addresses are children of the order, and one row serves both purposes", async () => {
  const order = await shop.placeOrder();
  const path = `/rest/ecommerce.order/${order.id}/children/ecommerce.orderaddress?format=json`;
  expect((await shop.rows(path)).map((row) => row["AddressType"])).toEqual([1]);
});

test("children can be written inside their parent", async () => {
  const order = await shop.placeOrder();
  const [item] = await shop.rows(
    `/rest/ecommerce.orderitem/all?format=json&topn=1&orderby=OrderItemID`,
  );
  const body = {
    COM_OrderItem: [{ OrderItemID: item?.["OrderItemID"], OrderItemText: "Engraved" }],
  };
  const reply = await shop.rest(`/rest/ecommerce.order/${order.id}`, { method: "PUT", body });
  expect(reply.status).toBe(201);
  const items = await shop.rows(`/rest/ecommerce.orderitem?format=json&orderby=OrderItemID`);
  expect(items.map((row) => row["OrderItemText"])).toEqual(["Engraved", null]);
});

test("quirk 14: an XML body writes the record and its children, and ##null## clears", async () => {
  const order = await shop.placeOrder({ note: "Leave at the door" });
  const path = `/rest/ecommerce.order/${order.id}`;
  const headers = { "content-type": "text/xml" };
  const put = (body: string) => shop.rest(path, { method: "PUT", body, headers });
  const reply = await put(
    `<data><COM_Order><OrderNote>##null##</OrderNote><OrderTrackingNumber>A &amp; B</OrderTrackingNumber></COM_Order>
     <COM_OrderItem><OrderItemID>1</OrderItemID><OrderItemText>Engraved</OrderItemText></COM_OrderItem></data>`,
  );
  expect([reply.status, reply.text]).toEqual([
    201,
    `<COM_Order><OrderID>${order.id}</OrderID><OrderGUID>${order.guid}</OrderGUID></COM_Order>`,
  ]);
  const row = dataOf(await shop.rest(`${path}?format=json`));
  expect(row).toMatchObject({ OrderNote: null, OrderTrackingNumber: "A & B" });
  const item = dataOf(await shop.rest("/rest/ecommerce.orderitem/1?format=json"));
  expect(item["OrderItemText"]).toBe("Engraved");
  expect((await put("<COM_Order><OrderNote>bare</OrderNote></COM_Order>")).status).toBe(201);
  expect((await put("<COM_Order><OrderNote>")).status).toBe(400);
  expect((await put('{"OrderNote":"JSON without saying so"}')).status).toBe(400);
});

test("a host name that is no alias of the site finds no site, the named site still answers", async () => {
  await shop.control("settings", { domainAliases: ["shop-admin.example.com"] });
  expect((await shop.rest("/rest/ecommerce.order/currentsite")).status).toBe(404);
  expect((await shop.rest("/rest/ecommerce.order/site/DancingGoat")).status).toBe(200);
});

test("faults hit the REST service and never the control API", async () => {
  await shop.control("faults", { kind: "server-error", status: 503 });
  expect((await shop.rest(ORDERS)).status).toBe(503);
  expect((await shop.control("ledger")).status).toBe(200);
});

test("quirk 29: a custom column is described without the mark of the system", async () => {
  await shop.control("custom-columns", {
    type: "ecommerce.order",
    name: "OrderPONumber",
    columnType: "text",
  });
  const condition = encodeURIComponent("ClassName='ecommerce.order'");
  const reply = await shop.rest(
    `/rest/cms.class/all?where=${condition}&columns=ClassFormDefinition&format=json`,
  );
  const definition = String(rowsOf(reply)[0]?.["ClassFormDefinition"]);
  const fields = definition.match(/<field [^>]*>/g) ?? [];
  const custom = fields.filter((field) => !field.includes('system="true"'));
  expect(custom.map((field) => /column="(\w+)"/.exec(field)?.[1])).toEqual([
    "OrderFreshBooksInvoiceID",
    "OrderPONumber",
  ]);
});

test("the service document lists the types the settings allow", async () => {
  await shop.control("settings", { CMSRESTAllowedObjectTypes: "ecommerce.order;ecommerce.sku" });
  const { text } = await shop.rest("/rest");
  expect(text.match(/<collection href="[^"]*"/g)).toEqual([
    '<collection href="ecommerce.order"',
    '<collection href="ecommerce.sku"',
  ]);
});
