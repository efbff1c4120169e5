// What the books must hold after anything people do in the shop, in the books and to the platform: the
// delivery as one page of arithmetic, without queues, retries or time.

/** Why an order waits for a person. */
export type LetterCode =
  | "TOTALS_DO_NOT_RECONCILE"
  | "DOCUMENT_LOCKED"
  | "RECORD_CHANGED_OUTSIDE"
  | "RECORD_NOT_FOUND";

export interface ModelInvoice {
  cents: number;
  paidCents: number;
  /** By the platform, because its order was cancelled, or by a person. */
  isDeleted: boolean;
}

/** What a message of an order says. */
export interface ModelMessage {
  cents: number;
  isPaid: boolean;
}

export interface ModelOrder extends ModelMessage {
  isCancelled: boolean;
  /** The shop states a total that its lines do not come to. */
  isWrong: boolean;
  invoice: ModelInvoice | null;
  letter: LetterCode | null;
  /** What the order was when the dead letter was made of it. */
  lettered: ModelMessage;
  /** Something happened that the platform has not looked at yet. */
  isPending: boolean;
}

export interface Model {
  orders: ModelOrder[];
  isPaused: boolean;
  isDisabled: boolean;
  isRevoked: boolean;
}

export function emptyModel(): Model {
  return { orders: [], isPaused: false, isDisabled: false, isRevoked: false };
}

/** Whether the platform may write to the books now. */
export function isLive({ isPaused, isDisabled, isRevoked }: Model): boolean {
  return !isPaused && !isDisabled && !isRevoked;
}

/** Something happened to an order: the platform looks at it as soon as it can. */
export function touch(model: Model, order: ModelOrder): void {
  order.isPending = true;
  catchUp(model);
}

/** The platform looks at all orders of which it has heard something. */
export function catchUp(model: Model): void {
  if (!isLive(model)) return;
  for (const order of model.orders) {
    // Later events wait behind a dead letter of their order.
    if (!order.isPending || order.letter !== null) continue;
    order.isPending = false;
    order.lettered = { cents: order.cents, isPaid: order.isPaid };
    order.letter = order.isCancelled ? takeBack(order) : bringUpToDate(order);
  }
}

function takeBack({ invoice }: ModelOrder): LetterCode | null {
  if (invoice === null || invoice.isDeleted) return null;
  if (invoice.paidCents > 0) return "DOCUMENT_LOCKED";
  invoice.isDeleted = true;
  return null;
}

function bringUpToDate(order: ModelOrder): LetterCode | null {
  if (order.isWrong) return "TOTALS_DO_NOT_RECONCILE";
  return write(order, order);
}

/** One invoice of the message's total, and one payment of it once the order is paid. */
export function write(order: ModelOrder, { cents, isPaid }: ModelMessage): LetterCode | null {
  const invoice = order.invoice ?? { cents, paidCents: 0, isDeleted: false };
  order.invoice = invoice;
  if (invoice.cents !== cents) {
    if (invoice.isDeleted) return "RECORD_CHANGED_OUTSIDE";
    if (invoice.paidCents > 0) return "DOCUMENT_LOCKED";
    invoice.cents = cents;
  }
  // Money for an invoice that is gone is a matter for a person.
  if (isPaid && invoice.isDeleted) return "RECORD_NOT_FOUND";
  if (isPaid) invoice.paidCents = cents;
  return null;
}
