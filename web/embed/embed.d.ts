/** `<lockstep-playground>`: importing this defines the element. */
export {};

/** What an exploration has found. */
export interface LockstepResult {
  /** One sentence: `66 of 70 interleavings lose an update.` */
  headline: string;
  /** Whether there is an anomaly or a deadlock. */
  bad: boolean;
  /** Whether everything was explored. */
  complete: boolean;
  /** A decimal number, which can outgrow a `number`. */
  interleavings: string;
  outcomes: {
    interleavings: string;
    share: number;
    probability: number;
    verdict: "serializable" | "aborted" | "deadlock" | "anomaly";
    anomalies: string[];
  }[];
}

/** The element. Attributes are in docs/embedding/element.md. */
export interface LockstepPlaygroundElement extends HTMLElement {
  addEventListener(type: "ready", listener: (event: CustomEvent<{ version: string }>) => void): void;
  addEventListener(type: "result", listener: (event: CustomEvent<LockstepResult>) => void): void;
  addEventListener(type: "step", listener: (event: CustomEvent<{ at: number; steps: number }>) => void): void;
  addEventListener(type: "error", listener: (event: CustomEvent<{ message: string; line?: number }>) => void): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "lockstep-playground": LockstepPlaygroundElement;
  }
}
