//! A door for mail servers on this machine (LMTP, RFC 2033), for what comes back by mail: it hands each
//! message to the same function as `plaza deliver`, and says of each recipient what became of it.

mod session;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use futures_util::future::{Either, select};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
    sync::{Semaphore, watch},
    time::timeout,
};
use tracing::Instrument as _;

use self::session::{Data, Session, Step};
use crate::{
    config::Inbound,
    context::{Context, Current},
    mail::inbound::Envelope,
    suggestions::inbound::{self, InboundError},
};

/// How many connections are served at once: each may hold a whole message.
const MOST: usize = 8;
/// The longest command, and the longest piece of a message that is taken at once, in bytes.
const LONGEST_LINE: usize = 4_096;
/// How long one line may take to come, or a reply to go.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long one connection may take.
const LONGEST: Duration = Duration::from_secs(20 * 60);

/// An open door.
pub struct Door {
    listener: TcpListener,
    inbound: Inbound,
}

impl Door {
    /// Opens it, where the configuration has one.
    pub async fn open(context: &Context) -> io::Result<Option<Self>> {
        let mail = &context.config.mail;
        let (Some(address), Some(inbound)) = (mail.lmtp, mail.inbound.clone()) else {
            return Ok(None);
        };
        let listener = TcpListener::bind(address).await?;
        Ok(Some(Self { listener, inbound }))
    }

    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until it is told to stop; what has been begun by then is ended.
    pub async fn serve(self, current: impl Into<Current>, mut stopped: watch::Receiver<bool>) {
        let current = current.into();
        let room = Arc::new(Semaphore::new(MOST));
        loop {
            let next = Box::pin(self.next(&room));
            let stop = Box::pin(async { drop(stopped.wait_for(|stopped| *stopped).await) });
            let accepted = match select(next, stop).await {
                Either::Left((accepted, _)) => accepted,
                Either::Right(_) => break,
            };
            match accepted {
                Ok((stream, permit)) => {
                    let (context, inbound) = (current.get(), self.inbound.clone());
                    let stopped = stopped.clone();
                    let name = context.metrics.ids.draw();
                    let span = tracing::info_span!("mail_in", run = name.as_str());
                    let serve = async move {
                        let serving = Connection::new(context, inbound, stream).serve(stopped);
                        if !matches!(timeout(LONGEST, serving).await, Ok(Ok(()))) {
                            tracing::warn!("a connection that hands in mail broke off");
                        }
                        drop(permit);
                    };
                    tokio::spawn(serve.instrument(span));
                }
                Err(error) => {
                    tracing::error!(%error, "no connection could be taken that hands in mail");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
        // Nobody new is let in, and those who are in have a moment to end.
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let _ = timeout(PATIENCE / 4, room.acquire_many(most)).await;
    }

    async fn next(
        &self,
        room: &Arc<Semaphore>,
    ) -> io::Result<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
        let permit = Arc::clone(room).acquire_owned().await;
        let permit = permit.map_err(io::Error::other)?;
        let (stream, _) = self.listener.accept().await?;
        Ok((stream, permit))
    }
}

struct Connection {
    context: Context,
    session: Session,
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
}

impl Connection {
    fn new(context: Context, inbound: Inbound, stream: TcpStream) -> Self {
        let largest = context.config.mail.largest;
        let (reader, writer) = stream.into_split();
        Self {
            context,
            session: Session::new(inbound, largest),
            reader: BufReader::new(reader),
            writer,
        }
    }

    /// Between two lines it ends where the node does; a message that comes is taken.
    async fn serve(mut self, mut stopped: watch::Receiver<bool>) -> io::Result<()> {
        let greeting = self.session.greeting();
        self.say(&greeting).await?;
        loop {
            let line = Box::pin(self.line());
            let stop = Box::pin(async { drop(stopped.wait_for(|stopped| *stopped).await) });
            let heard = match select(line, stop).await {
                Either::Left((line, _)) => Some(line?),
                Either::Right(_) => None,
            };
            let Some(line) = heard else {
                return self.say("421 4.3.2 the service ends, come again\r\n").await;
            };
            if line.is_empty() {
                return Ok(());
            }
            if !line.ends_with(b"\n") {
                return self.say("500 5.5.2 the line is too long\r\n").await;
            }
            let line = String::from_utf8_lossy(&line).into_owned();
            match self.session.line(line.trim_end_matches(['\r', '\n'])) {
                Step::Reply(words) => self.say(&words).await?,
                Step::End(words) => return self.say(words).await,
                Step::Data(words) => {
                    self.say(words).await?;
                    self.data().await?;
                }
            }
        }
    }

    /// Takes a message in, and says for each recipient what became of it.
    async fn data(&mut self) -> io::Result<()> {
        let mut data = Data::new(self.context.config.mail.largest);
        loop {
            let piece = self.line().await?;
            if piece.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if data.push(&piece) {
                break;
            }
        }
        let message = data.whole();
        for envelope in self.session.take() {
            let words = match &message {
                Some(message) => taken(&self.context, envelope, message.clone()).await,
                None => "552 5.3.4 the message is larger than is taken\r\n".to_owned(),
            };
            self.say(&words).await?;
        }
        Ok(())
    }

    /// A line with its end, or as much of one as is taken at once; nothing at the end of all.
    async fn line(&mut self) -> io::Result<Vec<u8>> {
        let reading = piece(&mut self.reader);
        timeout(PATIENCE, reading).await?
    }

    async fn say(&mut self, words: &str) -> io::Result<()> {
        let saying = self.writer.write_all(words.as_bytes());
        timeout(PATIENCE, saying).await?
    }
}

async fn piece(reader: &mut BufReader<OwnedReadHalf>) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    loop {
        let there = reader.fill_buf().await?;
        if there.is_empty() {
            return Ok(line);
        }
        let room = LONGEST_LINE - line.len();
        let there = &there[..there.len().min(room)];
        let end = there.iter().position(|byte| *byte == b'\n');
        let length = end.map_or(there.len(), |at| at + 1);
        line.extend_from_slice(&there[..length]);
        reader.consume(length);
        if end.is_some() || line.len() >= LONGEST_LINE {
            return Ok(line);
        }
    }
}

/// What is said of one recipient. Whatever may pass is said so, and the mail server keeps the message.
async fn taken(context: &Context, envelope: Envelope, message: Vec<u8>) -> String {
    let words = match inbound::take(context, envelope, message).await {
        Ok(_) => "250 2.0.0 taken".to_owned(),
        Err(error @ InboundError::NoUser) => format!("550 5.1.1 {error}"),
        Err(error @ (InboundError::TooLarge { .. } | InboundError::TooLargeHere { .. })) => {
            format!("552 5.3.4 {error}")
        }
        Err(error @ InboundError::NoMessage) => format!("554 5.6.0 {error}"),
        Err(error) => {
            tracing::error!(%error, "a mail that came in was not taken yet");
            "451 4.3.0 not now".to_owned()
        }
    };
    format!("{words}\r\n")
}
