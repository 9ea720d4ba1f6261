/** Which names have a value at a place of a template. */
export class Scopes {
  readonly #outermost: ReadonlySet<string>;
  readonly #scopes: Map<string, boolean>[] = [new Map()];

  constructor(outermost: ReadonlySet<string>) {
    this.#outermost = outermost;
  }

  isKnown(name: string): boolean {
    return this.#scopes.findLast((scope) => scope.has(name))?.get(name) ?? this.#outermost.has(name);
  }

  /** All names that have a value here. */
  known(): ReadonlySet<string> {
    const names = [...this.#outermost, ...this.#scopes.flatMap((scope) => [...scope.keys()])];
    return new Set(names.filter((name) => this.isKnown(name)));
  }

  /** From here on to the end of what is around, these names have a value, or have none yet. */
  give(names: readonly string[], isKnown: boolean): void {
    for (const name of names) this.#scopes.at(-1)!.set(name, isKnown);
  }

  /** The same for what `read` goes through, and no further. */
  within<T>(names: readonly string[], isKnown: boolean, read: () => T): T {
    this.#scopes.push(new Map());
    this.give(names, isKnown);
    try {
      return read();
    } finally {
      this.#scopes.pop();
    }
  }
}
