import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import styles from './doubt.module.css'

/** What the camera is doing; a machine without one goes on without a photo. */
type Camera = { kind: 'off' } | { kind: 'on'; stream: MediaStream } | { kind: 'none' } | { kind: 'taken'; url: string }

/** A photo of the person at the desk, taken here; base64 JPEG, or null. */
export function Camera({ onPhoto }: { onPhoto: (photo: string | null) => void }) {
  const { t } = useTranslation()
  const [camera, setCamera] = useState<Camera>({ kind: 'off' })
  const video = useRef<HTMLVideoElement>(null)

  useEffect(() => {
    if (camera.kind === 'on' && video.current !== null) video.current.srcObject = camera.stream
    return () => {
      if (camera.kind === 'on') for (const track of camera.stream.getTracks()) track.stop()
      if (camera.kind === 'taken') URL.revokeObjectURL(camera.url)
    }
  }, [camera])

  const start = () => {
    onPhoto(null)
    // absent where the page is not served from a safe origin
    const devices = navigator.mediaDevices as MediaDevices | undefined
    if (devices === undefined) {
      setCamera({ kind: 'none' })
      return
    }
    devices.getUserMedia({ video: { width: 640, height: 480 } }).then(
      (stream) => setCamera({ kind: 'on', stream }),
      () => setCamera({ kind: 'none' }),
    )
  }
  const take = () => {
    const source = video.current
    if (source === null) return
    const canvas = document.createElement('canvas')
    canvas.width = source.videoWidth
    canvas.height = source.videoHeight
    canvas.getContext('2d')?.drawImage(source, 0, 0)
    canvas.toBlob(
      (blob) => {
        if (blob === null) return
        void blob.arrayBuffer().then((bytes) => {
          onPhoto(btoa(String.fromCharCode(...new Uint8Array(bytes))))
          setCamera({ kind: 'taken', url: URL.createObjectURL(blob) })
        })
      },
      'image/jpeg',
      0.7,
    )
  }

  return (
    <div className={styles['camera']}>
      {camera.kind === 'on' && <video ref={video} autoPlay muted playsInline />}
      {camera.kind === 'taken' && <img src={camera.url} alt={t('check-in.photo_taken')} />}
      {camera.kind === 'none' && <p>{t('check-in.no_camera')}</p>}
      {camera.kind === 'on' ? (
        <Button onClick={take}>{t('check-in.take_photo')}</Button>
      ) : (
        <Button onClick={start}>{camera.kind === 'taken' ? t('check-in.photo_again') : t('check-in.open_camera')}</Button>
      )}
    </div>
  )
}
