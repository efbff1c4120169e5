// The REST service `/rest/...` of the administration application (reference sections 2 to 5).
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { distortionOf } from "../kit/list-distortion.ts";
import { collectionName } from "./object-type.ts";
import { type QueryParameters, readParameters, runQuery, selectedColumns } from "./query.ts";
import type { RestAccess, RestUser } from "./rest-access.ts";
import { RestAnswer, wantsJson } from "./rest-answer.ts";
import { findOne, namesKnownSite, rowsOf, type Target, targetOf } from "./rest-target.ts";
import {
  parseJsonBody,
  readWrittenObject,
  requireColumns,
  type WrittenObject,
} from "./rest-write.ts";
import { parseXmlBody } from "./rest-xml-body.ts";
import type { Shop } from "./shop.ts";
import { type Actor, idOf, type Row } from "./tables.ts";

export interface RestService {
  shop: Shop;
  access: RestAccess;
}

/** One request with what was found out about it. */
interface Call {
  shop: Shop;
  user: RestUser;
  target: Target;
  parameters: QueryParameters;
  request: FastifyRequest;
  answer: RestAnswer;
}

/** Registers the service; `service` is asked anew for every request, because a reset makes a new shop. */
export function registerRest(app: FastifyInstance, service: () => RestService): void {
  app.register(async (rest) => {
    rest.removeAllContentTypeParsers();
    rest.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => {
      done(null, body);
    });
    rest.route({
      method: ["GET", "POST", "PUT", "DELETE"],
      url: "/rest",
      handler: (request, reply) => handle(service(), request, reply),
    });
    rest.route({
      method: ["GET", "POST", "PUT", "DELETE"],
      url: "/rest/*",
      handler: (request, reply) => handle(service(), request, reply),
    });
  });
}

function handle({ shop, access }: RestService, request: FastifyRequest, reply: FastifyReply) {
  const answer = new RestAnswer(shop, request, reply);
  if (!shop.settings.CMSRESTServiceEnabled) return answer.empty(403);
  const user = access.authenticate(request.headers.authorization);
  if (user === undefined) return answer.unauthorized();
  const path = (request.params as { "*"?: string })["*"] ?? "";
  const segments = path.split("/").filter((segment) => segment !== "");
  if (segments.length === 0) return serviceDocument({ shop, access }, request, reply);
  const type = shop.tables.typeOf(segments[0] ?? "");
  if (!access.allowsType(type) || !access.allowsMethod(user, request.method))
    return answer.empty(403);
  if (!namesKnownSite(shop, request, segments)) return answer.noSuchSite();
  const target = targetOf(type, segments.slice(1));
  if (target === undefined) return answer.noSuchEndpoint();
  if (target.scope === "all" && !user.isGlobalAdministrator) return answer.empty(403);
  const parameters = readParameters(request.query);
  try {
    return dispatch({ shop, user, target, parameters, request, answer });
  } catch (error) {
    return answer.refused(error);
  }
}

function dispatch(call: Call): FastifyReply {
  const { target, request, answer } = call;
  const isList = target.key === undefined;
  switch (request.method) {
    case "GET":
      if (isList) return readList(call);
      return target.childType === undefined ? readOne(call) : readChildren(call);
    case "POST":
      return isList && target.scope !== "all" ? create(call) : answer.noSuchEndpoint();
    case "PUT":
      return isList ? answer.noSuchEndpoint() : update(call);
    default:
      return isList ? removeMany(call) : remove(call);
  }
}

function readList({ shop, target, parameters, request, answer }: Call): FastifyReply {
  const { type } = target;
  const distortion = distortionOf(request);
  const options = { type, parameters, chance: shop.chance, distortion };
  const rows = shop.tables.olderThan(distortion.lagMs, rowsOf(shop, target));
  return answer.collection(type, runQuery(rows, options));
}

function readOne({ shop, target, parameters, answer }: Call): FastifyReply {
  const row = findOne(shop, target);
  if (row === undefined) return answer.empty(404);
  return answer.single(target.type, row, selectedColumns(target.type, parameters["columns"]));
}

function readChildren({ shop, target, parameters, request, answer }: Call): FastifyReply {
  const parent = findOne(shop, target);
  if (parent === undefined) return answer.empty(404);
  const childType = shop.tables
    .childTypes(target.type.name)
    .find(({ name }) => name === target.childType?.toLowerCase());
  if (childType === undefined) return answer.empty(403);
  const distortion = distortionOf(request);
  const below = shop.tables.childrenOf(childType.name, idOf(target.type, parent));
  const rows = shop.tables.olderThan(distortion.lagMs, below);
  const options = { type: childType, parameters, chance: shop.chance, distortion };
  return answer.collection(childType, runQuery(rows, options));
}

function create(call: Call): FastifyReply {
  const { shop, target, answer } = call;
  const { type } = target;
  const written = readBody(call);
  const siteId = target.scope === "global" ? null : shop.siteId;
  const values: Row = { ...written.values, ...(type.siteColumn && { [type.siteColumn]: siteId }) };
  requireColumns(type, values);
  const row = shop.tables.insert(type.name, values, actorOf(call));
  saveChildren(call, idOf(type, row), written.children);
  return answer.written(type, row, 201);
}

function update(call: Call): FastifyReply {
  const { shop, target, answer } = call;
  const { type } = target;
  const row = findOne(shop, target);
  if (row === undefined) return answer.empty(404);
  const written = readBody(call);
  const id = idOf(type, row);
  shop.tables.update(type.name, id, written.values, actorOf(call));
  saveChildren(call, id, written.children);
  return answer.written(type, row, 201);
}

function readBody({ shop, target, request }: Call): WrittenObject {
  const text = String(request.body ?? "");
  const body = wantsJson(request) ? parseJsonBody(text) : parseXmlBody(text, target.type);
  return readWrittenObject(body, target.type, shop);
}

function saveChildren(call: Call, parentId: number, children: WrittenObject["children"]): void {
  const { tables } = call.shop;
  for (const { type, id, values } of children) {
    const complete = { ...values, ...(type.parent && { [type.parent.column]: parentId }) };
    const updated = id === null ? undefined : tables.update(type.name, id, complete, actorOf(call));
    if (updated !== undefined) continue;
    requireColumns(type, complete);
    tables.insert(type.name, complete, actorOf(call));
  }
}

/** Deleting what isn't there succeeds. */
function remove(call: Call): FastifyReply {
  const { shop, target, answer } = call;
  const row = findOne(shop, target);
  if (row === undefined) return answer.empty(200);
  shop.tables.remove(target.type.name, idOf(target.type, row), actorOf(call));
  return answer.written(target.type, row, 200);
}

/** The dangerous one: deletes every object the condition matches; global administrators only. */
function removeMany(call: Call): FastifyReply {
  const { shop, user, target, parameters, answer } = call;
  if (!user.isGlobalAdministrator) return answer.empty(403);
  const { type } = target;
  const { where, topn } = parameters;
  const options = { type, parameters: { where, topn }, chance: shop.chance };
  for (const row of runQuery(rowsOf(shop, target), options).rows) {
    shop.tables.remove(type.name, idOf(type, row), actorOf(call));
  }
  return answer.empty(200);
}

function actorOf({ user }: Call): Actor {
  return { userId: user.id, origin: "rest" };
}

/** AtomPub document of the types the user may read; always XML. */
function serviceDocument(
  { shop, access }: RestService,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const collections = shop.tables.types
    .filter((type) => access.allowsType(type))
    .map(({ name }) => {
      const title = `<a10:title type="text">${name}</a10:title>`;
      return `<collection href="${name}" xml:id="${collectionName(name)}">${title}</collection>`;
    });
  const workspace = (title: string, content: string) =>
    `<workspace><a10:title type="text">${title}</a10:title>${content}</workspace>`;
  const document = `<service xml:base="http://${request.host}/rest/" xmlns="http://www.w3.org/2007/app" xmlns:a10="http://www.w3.org/2005/Atom">${workspace("Objects", collections.join(""))}${workspace("Content", "")}</service>`;
  return reply.type("application/atomsvc+xml; charset=utf-8").send(document);
}
