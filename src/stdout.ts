const own: typeof process.stdout.write = process.stdout.write.bind(process.stdout);

/** Writes a result. Nothing but results goes to stdout. */
export function writeStdout(text: string): void {
  own(text);
}

/**
 * For the rest of this process, what others write to stdout goes to stderr: a function of the user prints what it likes,
 * also when nobody calls it any more, in a timer or as the process ends.
 *
 * Not held back is what goes round Node's stream: `fs.writeSync(1)`, and a program that inherits stdout.
 */
export function keepStdout(): void {
  process.stdout.write = (...args: unknown[]) => {
    Reflect.apply(process.stderr.write, process.stderr, args);
    // Whoever is told to wait would wait for stdout to drain, and it has nothing in it.
    return true;
  };
}
