import { parentPort, workerData } from 'node:worker_threads'
import { readPeople, type PeopleTask } from './people-reading.ts'

// Twenty thousand rows are read, checked and compared here, while the server goes on answering everybody else.

if (parentPort !== null) parentPort.postMessage(await readPeople(workerData as PeopleTask))
