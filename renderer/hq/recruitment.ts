import { create } from 'zustand'

/** One recruitment as the bar offers it. */
export interface ChosenRecruitment {
  recruitment: string
  title: string
  rehearsal: boolean
}

interface Recruitments {
  /** Null before they were asked for. */
  list: readonly ChosenRecruitment[] | null
  /** Id of the recruitment this window works in; empty before one exists. */
  chosen: string
}

const KEPT = 'kaodian.hq.recruitment'

/** The recruitments at HQ and the one this window works in. */
export const useRecruitments = create<Recruitments>(() => ({ list: null, chosen: localStorage.getItem(KEPT) ?? '' }))

/** Takes a fresh list, newest first, and keeps the choice while it exists. */
export function showRecruitments(list: readonly ChosenRecruitment[]): void {
  useRecruitments.setState(({ chosen }) => ({
    list,
    chosen: list.some((each) => each.recruitment === chosen) ? chosen : (list[0]?.recruitment ?? ''),
  }))
}

/** Works in another recruitment from now on, at this machine. */
export function chooseRecruitment(id: string): void {
  localStorage.setItem(KEPT, id)
  useRecruitments.setState({ chosen: id })
}

/** The recruitment this window works in; undefined where there is none yet: a room then says what to do first. */
export function useRecruitment(): ChosenRecruitment | undefined {
  return useRecruitments(({ list, chosen }) => list?.find((each) => each.recruitment === chosen))
}
