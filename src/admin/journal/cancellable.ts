/** A generator that ends at once when its reader stops, also while it waits for something that may never come. */
export function cancellable<Item>(
  generator: AsyncGenerator<Item, void>,
  stop: () => void,
): AsyncIterableIterator<Item> {
  const iterator: AsyncIterableIterator<Item> = {
    next: () => generator.next(),
    return: () => {
      stop()
      return generator.return()
    },
    [Symbol.asyncIterator]: () => iterator,
  }
  return iterator
}
