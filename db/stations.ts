import { stationId } from './envelope.ts'
import { seqOf, stationNoOf } from './fact-number.ts'
import type { Db } from './open.ts'

/** Makes a station's stream known by its 32 raw public key bytes; answers its number in this file. Harmless twice. */
export function registerStation(db: Db, publicKey: Buffer): number {
  const id = stationId(publicKey)
  const known = db.one<{ no: number; public_key: Buffer }>('SELECT no, public_key FROM station WHERE id = ?', id)
  if (known !== undefined) {
    if (!known.public_key.equals(publicKey)) throw new Error(`station ${id} is held with another key`)
    return known.no
  }
  return db.transaction(() => {
    const no = 1 + db.one<{ last: number }>('SELECT coalesce(max(no), 0) AS last FROM station')!.last
    db.run('INSERT INTO station (no, id, public_key) VALUES (?, ?, ?)', no, id, publicKey)
    // A number given in a transaction that was rolled back may go to another station now.
    namers.delete(db)
    return no
  })
}

export function stationNo(db: Db, station: string): number | undefined {
  return db.one<{ no: number }>('SELECT no FROM station WHERE id = ?', station)?.no
}

export interface Station {
  no: number
  id: string
  publicKey: Buffer
}

/** Every stream known here, by id. */
export function stations(db: Db): Station[] {
  return db.all<{ no: number; id: string; public_key: Buffer }>('SELECT no, id, public_key FROM station ORDER BY id')
    .map((row) => ({ no: row.no, id: row.id, publicKey: row.public_key }))
}

const namers = new WeakMap<Db, (n: number) => string>()

/** Turns keys of this file into `station/seq`; remembers the stations, which are never changed or removed. */
export function factNamer(db: Db): (n: number) => string {
  let namer = namers.get(db)
  if (namer === undefined) {
    const names = new Map<number, string>()
    namer = (n) => {
      const no = stationNoOf(n)
      if (!names.has(no)) for (const station of stations(db)) names.set(station.no, station.id)
      return `${names.get(no) ?? ''}/${String(seqOf(n))}`
    }
    namers.set(db, namer)
  }
  return namer
}
