import { usePlace } from '../../frame/route.ts'
import { useRecruitment } from '../recruitment.ts'
import { About } from './about.tsx'
import { Make } from './make.tsx'
import { PackEditor } from './pack-editor.tsx'

/** Recruitments: what there is of the chosen one, its rule pack, and how another is made. */
export default function RecruitmentsRoom() {
  const { params } = usePlace()
  const chosen = useRecruitment()
  if (params['view'] === 'make' || chosen === undefined) return <Make first={chosen === undefined} />
  if (params['view'] === 'pack') return <PackEditor key={chosen.recruitment} recruitment={chosen.recruitment} />
  return <About recruitment={chosen.recruitment} />
}
