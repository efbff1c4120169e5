// How the REST service answers: the format of a request, written objects, and its two kinds of refusal.
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Column, ObjectType } from "./object-type.ts";
import { type Page, readParameters } from "./query.ts";
import type { Shop } from "./shop.ts";
import { DatabaseError, UnsafeQueryError } from "./sql-error.ts";
import type { Row } from "./tables.ts";
import { collectionJson, singleJson, writtenJson } from "./wrappers.ts";
import { collectionXml, singleXml, writtenXml } from "./wrappers-xml.ts";

const errorPage = `<?xml version="1.0" encoding="utf-8"?>
<html><head><title>Request Error</title></head><body><p class="heading1">Request Error</p>
<p>The server encountered an error processing the request. See server logs for more details.</p>
</body></html>`;

const endpointNotFoundPage = `<?xml version="1.0" encoding="utf-8"?>
<html><head><title>Service</title></head><body><p class="heading1">Service</p>
<p>Endpoint not found.</p></body></html>`;

/** `format` wins over the content type of the request; `Accept` is ignored. */
export function wantsJson(request: FastifyRequest): boolean {
  const { format } = readParameters(request.query);
  if (format !== undefined) return format.toLowerCase() === "json";
  return /^application\/json/i.test(request.headers["content-type"] ?? "");
}

export class RestAnswer {
  private readonly shop: Shop;
  private readonly request: FastifyRequest;
  private readonly reply: FastifyReply;

  constructor(shop: Shop, request: FastifyRequest, reply: FastifyReply) {
    this.shop = shop;
    this.request = request;
    this.reply = reply;
  }

  collection(type: ObjectType, page: Page): FastifyReply {
    return this.send(200, {
      json: () => collectionJson(type, page, this.shop),
      xml: () => collectionXml(type, page, this.shop.serverTimeZone),
    });
  }

  single(type: ObjectType, row: Row, columns: Column[]): FastifyReply {
    return this.send(200, {
      json: () => singleJson(row, columns, this.shop),
      xml: () => singleXml({ type, row, columns, serverTimeZone: this.shop.serverTimeZone }),
    });
  }

  /** Creates and updates answer 201, deletes 200. */
  written(type: ObjectType, row: Row, status: 200 | 201): FastifyReply {
    const id = row[type.idColumn];
    // The address is the product's internal one and leads nowhere.
    if (status === 201) {
      this.reply.header("location", `http://${this.request.host}/RESTService.svc/${id}`);
    }
    return this.send(status, {
      json: () => writtenJson(type, row, this.shop),
      xml: () => writtenXml(type, row, this.shop.serverTimeZone),
    });
  }

  empty(status: number): FastifyReply {
    return this.reply.code(status).send();
  }

  unauthorized(): FastifyReply {
    this.reply.header("www-authenticate", 'Basic realm="CMS REST Service"');
    return this.empty(401);
  }

  noSuchSite(): FastifyReply {
    this.reply.raw.statusMessage = "Site does not exist.";
    return this.empty(404);
  }

  noSuchEndpoint(): FastifyReply {
    return this.html(404, endpointNotFoundPage);
  }

  /** A refused query or body; anything else is the stand-in's own fault and is passed on. */
  refused(error: unknown): FastifyReply {
    if (error instanceof UnsafeQueryError) return this.empty(403);
    if (error instanceof DatabaseError) return this.html(400, errorPage);
    throw error;
  }

  private send(status: number, text: { json: () => string; xml: () => string }): FastifyReply {
    const isJson = wantsJson(this.request);
    const mediaType = isJson ? "application/json" : "text/xml";
    this.reply.code(status).type(`${mediaType}; charset=utf-8`);
    return this.reply.send(isJson ? text.json() : text.xml());
  }

  private html(status: number, page: string): FastifyReply {
    return this.reply.code(status).type("text/html; charset=utf-8").send(page);
  }
}
