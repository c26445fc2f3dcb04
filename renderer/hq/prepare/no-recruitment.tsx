import { useTranslation } from 'react-i18next'
import { go } from '../../frame/route.ts'
import { Button } from '../../parts/button.tsx'
import { Empty } from '../../parts/empty.tsx'

/** There is no recruitment yet: everything begins with one. */
export function NoRecruitment() {
  const { t } = useTranslation()
  return (
    <Empty title={t('recruitments.none')} next={t('recruitments.none_next')}>
      <Button kind="primary" onClick={() => go('recruitments', { view: 'make' })}>
        {t('recruitments.make')}
      </Button>
    </Empty>
  )
}
