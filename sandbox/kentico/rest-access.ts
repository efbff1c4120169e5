// Who may call the REST service, and for what: settings, Basic authentication, permissions.
import type { ObjectType } from "./object-type.ts";
import type { Shop } from "./shop.ts";

export interface RestUser {
  id: number;
  name: string;
  password: string;
  isGlobalAdministrator: boolean;
  mayModify: boolean;
}

export class RestAccess {
  private readonly failures = new Map<string, number>();
  private readonly shop: Shop;
  private readonly users: readonly RestUser[];

  constructor(shop: Shop, users: readonly RestUser[]) {
    this.shop = shop;
    this.users = users;
  }

  /** The user of a Basic `Authorization` header; undefined is a 401. */
  authenticate(authorization: string | undefined): RestUser | undefined {
    const match = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "");
    const [name = "", ...password] = decode(match?.[1] ?? "").split(":");
    const user = this.users.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (user === undefined || this.isLocked(user)) return undefined;
    if (password.join(":") === user.password) {
      this.failures.delete(user.name);
      return user;
    }
    this.failures.set(user.name, (this.failures.get(user.name) ?? 0) + 1);
    return undefined;
  }

  private isLocked(user: RestUser): boolean {
    const attempts = this.shop.settings.CMSMaximumInvalidLogonAttempts;
    return attempts > 0 && (this.failures.get(user.name) ?? 0) >= attempts;
  }

  /** Whether a type is offered at all: it exists, objects are served, and the list of types names it. */
  allowsType(type: ObjectType | undefined): type is ObjectType {
    const { CMSRESTServiceTypeEnabled, CMSRESTAllowedObjectTypes } = this.shop.settings;
    if (type === undefined || CMSRESTServiceTypeEnabled === 2) return false;
    const allowed = CMSRESTAllowedObjectTypes.replaceAll(" ", "").toLowerCase();
    return allowed === "" || allowed.split(";").includes(type.name);
  }

  allowsMethod(user: RestUser, method: string): boolean {
    if (method === "GET" || method === "HEAD") return true;
    return user.mayModify && !this.shop.settings.CMSRESTObjectsReadOnly;
  }
}

function decode(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
