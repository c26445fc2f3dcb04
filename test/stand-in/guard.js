/** Talks to the test that forked this process. */
export const tell = (message) => {
  if (process.send) process.send(message)
  if (process.env.STANDIN_LOG) console.error(JSON.stringify(message))
}

/** An object whose unknown members throw instead of being undefined. */
export const guard = (name, object) =>
  new Proxy(object, {
    get(target, key) {
      if (!(key in target) && typeof key !== 'symbol' && key !== 'then')
        throw new Error(`stand-in: ${name}.${key} is not supported`)
      const value = target[key]
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** An event that can be prevented, with Electron's fields on it. */
export const preventable = (fields = {}) => ({
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true
  },
  ...fields,
})
