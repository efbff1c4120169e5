// The two ways to look at an invoice outside the API: the share link and the PDF.
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type AccessControl, admit } from "./access.ts";
import type { Account } from "./account.ts";
import type { InvoiceFields, Row } from "./records.ts";
import { notFound, unprocessable } from "./refusal.ts";

const base = "/accounting/account/:accountId/invoices/invoices/:id";

export function registerInvoiceLinks(app: FastifyInstance, control: AccessControl): void {
  app.get(`${base}/share_link`, async (request) => {
    const { row } = findInvoice(control, request);
    return { response: { result: { share_link: shareLink(row) } } };
  });
  app.get(`${base}/pdf`, async (request, reply) => {
    const { row } = findInvoice(control, request);
    return reply.type("application/pdf").send(pdfOf(`Invoice ${row.fields.invoice_number}`));
  });
}

function findInvoice(
  control: AccessControl,
  request: FastifyRequest,
): { account: Account; row: Row<InvoiceFields> } {
  const account = admit(control, request, { object: "invoices", access: "read" });
  const { id } = request.params as { id: string };
  const row = account.invoices.get(Number(id));
  if (!row) throw notFound("invoice", "invoiceid", id);
  return { account, row };
}

/** A draft has no share link. */
function shareLink(row: Row<InvoiceFields>): Record<string, unknown> {
  if (row.fields.status === 1) {
    const details = { object: "invoice", field: "status", value: "draft" };
    throw unprocessable(1004, "The invoice must be sent before it can be shared.", details);
  }
  return {
    clientid: row.fields.customerid,
    resourceid: row.id,
    resource_type: "invoice",
    share_link: `https://my.freshbooks.example/#/link/${row.fields.uuid}`,
    share_method: "share_link",
  };
}

/** The smallest file that calls itself a PDF; its one comment names the invoice. */
function pdfOf(title: string): Buffer {
  const body = `%PDF-1.4\n% ${title}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`;
  return Buffer.from(body, "latin1");
}
