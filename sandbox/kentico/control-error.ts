// A control request that names something the shop doesn't have: answered with 400 and the reason.

export class ControlError extends Error {}
