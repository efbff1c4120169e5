// A client of the books: https://www.freshbooks.com/api/clients

import { z } from "zod";
import type { Resource } from "../resource.ts";
import { draftText, vendorId, visState, wireText } from "./fields.ts";

export const clientSchema = z.looseObject({
  id: vendorId,
  fname: wireText,
  lname: wireText,
  organization: wireText,
  email: wireText,
  bus_phone: wireText,
  home_phone: wireText,
  mob_phone: wireText,
  fax: wireText,
  p_street: wireText,
  p_street2: wireText,
  p_city: wireText,
  p_province: wireText,
  p_code: wireText,
  p_country: wireText,
  s_street: wireText,
  s_street2: wireText,
  s_city: wireText,
  s_province: wireText,
  s_code: wireText,
  s_country: wireText,
  currency_code: wireText,
  language: wireText,
  note: wireText,
  vat_name: wireText,
  vat_number: wireText,
  signup_date: wireText,
  updated: wireText,
  vis_state: visState,
});

export type Client = z.infer<typeof clientSchema>;

export const clientDraftSchema = z
  .strictObject({
    fname: draftText("Given name."),
    lname: draftText("Family name."),
    organization: draftText("Company."),
    email: draftText("E-mail address; need not be unique (quirk 15)."),
    bus_phone: draftText("Telephone at work."),
    home_phone: draftText("Telephone at home."),
    mob_phone: draftText("Mobile telephone."),
    fax: draftText("Fax."),
    p_street: draftText("Billing street and number."),
    p_street2: draftText("Second line of the billing address."),
    p_city: draftText("Billing city."),
    p_province: draftText("Billing state or province."),
    p_code: draftText("Billing postal code."),
    p_country: draftText("Billing country by its full English name."),
    s_street: draftText("Shipping street and number."),
    s_street2: draftText("Second line of the shipping address."),
    s_city: draftText("Shipping city."),
    s_province: draftText("Shipping state or province."),
    s_code: draftText("Shipping postal code."),
    s_country: draftText("Shipping country by its full English name."),
    currency_code: draftText("ISO 4217 code the client is billed in."),
    language: draftText("Language code of documents."),
    note: draftText("Note for staff; holds the line with our reference."),
    vat_name: draftText("Name of the client's tax registration."),
    vat_number: draftText("Number of the client's tax registration."),
  })
  .refine(
    ({ fname, lname, organization, email }) =>
      [fname, lname, organization, email].some((part) => (part ?? "").trim() !== ""),
    { message: "A client needs a first name, a last name, an organization or an email." },
  );

export type ClientDraft = z.infer<typeof clientDraftSchema>;

export const clients: Resource<Client> = {
  path: "users/clients",
  singular: "client",
  plural: "clients",
  wire: clientSchema,
};
