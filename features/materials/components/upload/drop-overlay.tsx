import { IconUpload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import classes from './surface.module.css';
import { useZipDrop } from './use-zip-drop';

interface DropOverlayProps {
  title: string;
  hint: string;
  onFiles: (files: File[], others: string[]) => void;
}

/** Covers the page while files are dragged over it and takes them. */
export function DropOverlay({ title, hint, onFiles }: DropOverlayProps) {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const enter = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) setDragging(true);
    };
    window.addEventListener('dragenter', enter);
    return () => window.removeEventListener('dragenter', enter);
  }, []);
  if (!isDragging) return null;
  return <Cover title={title} hint={hint} onFiles={onFiles} onEnd={() => setDragging(false)} />;
}

function Cover({ title, hint, onFiles, onEnd }: DropOverlayProps & { onEnd: () => void }) {
  const { getRootProps } = useZipDrop(
    (files, others) => {
      onEnd();
      onFiles(files, others);
    },
    { noClick: true, noKeyboard: true, onDragLeave: onEnd },
  );
  return (
    <div {...getRootProps({ className: classes.cover })} data-testid="drop-cover">
      <div className={classes.coverBox}>
        <IconUpload size={34} stroke={1.4} aria-hidden />
        <p className={classes.coverTitle}>{title}</p>
        <p>{hint}</p>
      </div>
    </div>
  );
}
