import { importPeople, previewPeople } from './people-import.ts'
import { getPerson, listPeople } from './people-list.ts'
import { addPerson, correctPerson, markPerson } from './people-marks.ts'
import { importPhotos } from './people-photos.ts'
import { qualificationPosts } from '../decide/qualification.ts'
import type { HqUseCases } from '../use-cases.ts'

export const peopleUseCases: HqUseCases<'people'> = {
  list: listPeople, get: getPerson, preview: previewPeople, import: importPeople, photos: importPhotos, mark: markPerson, correct: correctPerson, add: addPerson,
  qualification: qualificationPosts,
}
