// The time a simulator believes in. Tests hand in their own clock to let tokens expire without waiting.

export interface SandboxClock {
  now(): Date;
}

export const systemSandboxClock: SandboxClock = { now: () => new Date() };
