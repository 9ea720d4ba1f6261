/** The provider that comes with agac and works batches off on this machine. */
export const BUILT_IN_ENGINE = 'local';
