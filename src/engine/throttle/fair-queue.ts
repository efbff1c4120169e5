// A queue that is fair between lanes: of all flows that wait for the same connection, each has its turn,
// however much one of them has waiting. Within a lane, first come, first served.

export interface FairQueue<T> {
  push(lane: string, item: T): void;
  /** Takes the next item of the lane whose turn it is. */
  shift(): T | undefined;
  /** Takes an item out; false when it is not there any more. */
  remove(lane: string, item: T): boolean;
  readonly size: number;
}

export function createFairQueue<T>(): FairQueue<T> {
  /** In the order of their turns: a map keeps the order in which keys came. */
  const lanes = new Map<string, T[]>();
  let size = 0;
  return {
    push(lane, item) {
      const items = lanes.get(lane);
      if (items) items.push(item);
      else lanes.set(lane, [item]);
      size += 1;
    },
    shift() {
      const [first] = lanes;
      if (!first) return undefined;
      const [lane, items] = first;
      const item = items.shift();
      lanes.delete(lane);
      if (items.length > 0) lanes.set(lane, items);
      size -= 1;
      return item;
    },
    remove(lane, item) {
      const items = lanes.get(lane);
      const index = items?.indexOf(item) ?? -1;
      if (!items || index < 0) return false;
      items.splice(index, 1);
      if (items.length === 0) lanes.delete(lane);
      size -= 1;
      return true;
    },
    get size() {
      return size;
    },
  };
}
